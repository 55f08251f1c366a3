"""The engine: facts in; every value, place, grade and consequence out, exactly and explained."""
