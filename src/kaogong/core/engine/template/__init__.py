"""The workbook that collects facts: written here, filled in by people, read back by `facts.freeze`."""

from kaogong.core.engine.template.write import write_template

__all__ = ["write_template"]
