"""One reader a kind of file: bytes → `Document`. Each loads its library only when such a file comes."""
