"""The stores of plans: in a database (`open.open_store`) and in memory (`memory.MemoryPlanStore`).

Nothing is imported here, so that the in-memory twin does not load SQLAlchemy.
"""
