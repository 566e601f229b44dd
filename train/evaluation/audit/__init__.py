"""Whether restoring treats all faces alike: what is measured face by face, and how sure what is found can be."""
