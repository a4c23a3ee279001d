"""Pictures for chats: how far the tasks of a plan are. Pillow is loaded when one is drawn."""
