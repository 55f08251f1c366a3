"""What other systems may ask of this room: reports and lights, and authoritative figures."""
