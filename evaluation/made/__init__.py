"""Documents made from plans whose reading is known, in the layouts and formats that offices use."""
