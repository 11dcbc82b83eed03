"""House figures drawn with Matplotlib, for images that leave the browser. Imported only when an image is made."""
