"""Everything a person can see of the sample world, written out and compared between two revisions."""
