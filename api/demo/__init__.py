"""The demo: a life of five fictitious regions, played through the use cases of the API on a story's clock."""
