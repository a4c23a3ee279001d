"""From a document's blocks to a plan: columns, repairs, assembly; heads, targets and duties from the prose."""
