"""Starting Marrow: the demo, and files for servers."""
