"""Why a file is not read, as a code and the words that go into its sentence."""


class Refused(Exception):  # noqa: N818 - it is said of the file, not of the program
    """The file is not read. The server knows the sentence for the code."""

    def __init__(self, code: str, **words: str) -> None:
        super().__init__(code)
        self.code = code
        self.words = words
