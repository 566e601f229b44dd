"""The whole life of an upload: read, kept in memory, its faces found, one of them chosen."""
