"""Questions a reader may come with, each with its answer in one sentence and the view that contains it."""
