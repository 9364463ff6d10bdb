"""Three graphs and a few words, and what is asked of them over HTTP."""

D = "http://data.example.org/data"
DATA = "".join(f"<{D}{n}> {{ <{D}{n}> a <http://xmlns.com/foaf/0.1/Document> }}\n" for n in (1, 2, 3))
DATA += '<http://data.example.org/s> <http://data.example.org/p> "plain", "<b>"@en .\n'
ASK = "ASK { ?s ?p ?o }"
JSON = "application/sparql-results+json"
SELECT = "SELECT ?o { ?s ?p ?o } ORDER BY ?o"
