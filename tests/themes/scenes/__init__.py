"""The scenes of the sample practices, as SVG: a module a trade, a function a picture."""
