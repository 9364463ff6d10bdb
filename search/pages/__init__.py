"""What people see of search: the list, suggestions, comparison, exports, the state of the index."""
