"""What officers are to be told in time: values and the faces of the stores that keep them."""
