"""A queue that forgets what is too old."""
import time
from collections import deque


class Queue:
    """Holds items for a while."""

    def __init__(self, seconds):
        self.seconds = seconds
        self.items = deque()

    @property
    def size(self):
        self._forget()
        return len(self.items)

    def put(self, item):
        text = """
    def not_a_function():
        pass
        """
        self.items.append((time.time(), item, text))

    def _forget(self):
        while self.items and self.items[0][0] < time.time() - self.seconds:
            self.items.popleft()


def drain(queue):
    while queue.size:
        yield queue.items.popleft()
