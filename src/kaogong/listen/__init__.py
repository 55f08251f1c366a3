"""The public is heard: evaluation by many raters, and complaints."""
