"""One file per command of `nhacviec`: what it does once its arguments are read. Loaded only when called."""
