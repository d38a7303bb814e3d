"""The screens of bank transfers."""
