"""What if: frozen facts scored by another edition, or with other readings and settings. Who moves, and which rule moved them."""

from kaogong.core.engine.whatif.parts import Attribution, Correlation, ItemMove, Mover, Sensitivity, Side, WhatIf
from kaogong.core.engine.whatif.trial import whatif

__all__ = ["Attribution", "Correlation", "ItemMove", "Mover", "Sensitivity", "Side", "WhatIf", "whatif"]
