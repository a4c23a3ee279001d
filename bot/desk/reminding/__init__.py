"""Reminders at the desk (nhắc việc): the messages, their buttons, what is said of them, and how they are set."""
