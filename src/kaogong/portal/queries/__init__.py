"""What every page shows around itself, what the desk and the search find, and whether a door is closed."""
