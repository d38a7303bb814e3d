"""Runs the tests of the modules that matter most against their mutants: `make mutants`, about an hour.

The mutants are those of mutmut's operators, all of them: also at module level, in the bodies of classes and
in decorated functions, which mutmut's own runner leaves out. A mutant within a function is tried in a fork
of a pytest session that has collected everything, where it takes the place of the function's code, by the
tests that call the function. Any other mutant is tried in a fork that imports everything anew, by all tests
of the module. Tests run on SQLite. A mutant is killed when a test fails, or when the tests take far too long.

Ends with 1 if fewer than 85 % are killed, or if `tests/mutants.md` and the survivors differ.

    python -m tools.mutants              every module
    python -m tools.mutants slots outbox only these
    python -m tools.mutants --write      and write `tests/mutants.md` anew; known survivors keep their reason
"""
