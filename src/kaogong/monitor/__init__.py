"""Progress through the year: reports with evidence, lights, explanations, reminders, authoritative figures."""
