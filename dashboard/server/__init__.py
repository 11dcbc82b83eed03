"""What the server does beside drawing pages: data by URL, keeping current, warming up."""
