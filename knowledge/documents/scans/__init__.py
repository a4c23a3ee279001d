"""Pages that are pictures of paper: made upright and clean, their ruling lines found, their words recognised."""
