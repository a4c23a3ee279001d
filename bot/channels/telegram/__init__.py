"""The Telegram channel, on python-telegram-bot: one idea a file, put together in `channel`.

In: `polling` or `webhook`, the inbox, `lanes` (order within a chat), `handling` (`incoming` reads, the desk answers).
Out: `outgoing` (an answer as messages, by `markup` and `signing`), then `sending` (by `pace` and `failures`).
"""

import os

# The library warns at every "retry after" that it will be a timedelta one day; this asks for that day.
os.environ.setdefault("PTB_TIMEDELTA", "1")
