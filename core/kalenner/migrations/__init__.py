"""The revisions of the core, and the environment in which every source's revisions run."""
