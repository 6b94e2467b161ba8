"""The project's Markdown files as pages under /docs/, in the frame and under the content policy of the site."""
