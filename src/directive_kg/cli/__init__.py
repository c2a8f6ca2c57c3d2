"""The command line: parse the arguments, call one function, show the answer."""
