"""A day of simulated load in ten minutes: whether memory, rows or files of the product grow for ever.

The product runs in a process of its own, as `kalenner up` does, beside the stand-in for Telegram, and both go
by a clock that is moved. Professionals and clients book, accept, move, cancel, remind and publish, press
whatever they see, and send junk, files and updates that nobody can read. Each simulated hour is a line. In
the end the clock moves past all retention. The exit code is 1, with a sentence for each fault, where memory
has grown by more than the bound since the first hour, a row or a file is left over, an update was not
answered, or an error was logged.
"""
