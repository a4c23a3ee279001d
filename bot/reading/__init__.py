"""Files that people hand in, read in a process of their own: whatever a file does, the assistant goes on."""
