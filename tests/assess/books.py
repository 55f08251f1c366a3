"""Rulebooks small enough to be checked by hand."""

TOWN = """\
kaogong: 1
id: town
title: {zh: 部门年度绩效考核办法, en: Yearly appraisal}
issuer: {zh: 绩效管理办公室, en: Performance office}
edition: "2026"
effective: {from: 2026-01-01}
basis:
  measure: {name: 部门年度绩效考核办法, issuer: 绩效管理办公室, date: 2025-12-01}
subjects:
  classes:
    dept: {name: {zh: 部门, en: Department}, kind: unit}
facts:
  road: {name: {zh: 提质改造里程, en: Roads}, type: decimal, places: 1, unit: 公里, every: year, direction: higher, missing: refuse}
  road_plan: {name: {zh: 计划里程, en: Planned}, type: decimal, places: 1, unit: 公里, every: year, direction: none, missing: refuse}
  jobs: {name: {zh: 新增就业, en: Jobs}, type: integer, unit: 人, every: year, direction: higher, missing: refuse}
  jobs_plan: {name: {zh: 计划就业, en: Planned jobs}, type: integer, unit: 人, every: year, direction: none, missing: refuse}
sheets:
  - id: dept_year
    name: {zh: 部门年度考核, en: Department}
    for: {kind: unit, classes: [dept]}
    every: year
    full: 100
    floor: 0
    round: {places: 2, mode: half_up}
    basis: measure 第三条
    items:
      - id: functional
        name: {zh: 职能目标, en: Functional}
        full: 60
        basis: measure 第四条
        items:
          - {id: roads, name: {zh: 农村公路提质改造, en: Roads}, full: 60, basis: measure 第四条第（一）项,
             method: ratio, of: road, target: road_plan, zero_target: missing}
      - id: livelihood
        name: {zh: 民生目标, en: Livelihood}
        full: 40
        basis: measure 第五条
        items:
          - {id: employment, name: {zh: 城镇新增就业, en: Jobs}, full: 40, basis: measure 第五条第（一）项,
             method: ratio, of: jobs, target: jobs_plan, zero_target: missing}
ranks:
  - {id: league, sheet: dept_year, within: class}
grades:
  - id: year
    sheet: dept_year
    within: class
    basis: measure 第六条
    ladder:
      - {grade: 优秀, from: 90}
      - {grade: 良好, from: 80}
      - {grade: 一般}
"""
"""Two targets of 60 and 40 marks, places among departments, three grades."""


def small(
    items: str, facts: tuple[str, ...], *, combine: str = "sum", every: str = "year", full: int = 100, more: str = ""
) -> str:
    """A rulebook of one sheet for departments: its items as YAML flow lists, its facts by name; a fact may say `@quarter`."""
    listed = []
    for one in facts:
        name, _, length = one.partition("@")
        listed.append(
            f"  {name}: {{name: {{zh: {name}, en: {name}}}, type: decimal, places: 2, every: {length or 'year'}, "
            "direction: higher, missing: refuse}"
        )
    return f"""\
kaogong: 1
id: small
title: {{zh: 小办法, en: Small}}
issuer: {{zh: 绩效管理办公室, en: Performance office}}
edition: "2026"
effective: {{from: 2026-01-01}}
basis:
  measure: {{name: 小办法, issuer: 绩效管理办公室, date: 2025-12-01}}
subjects:
  classes:
    dept: {{name: {{zh: 部门, en: Department}}, kind: unit}}
facts:
{chr(10).join(listed)}
sheets:
  - id: sheet
    name: {{zh: 考核表, en: Sheet}}
    for: {{kind: unit, classes: [dept]}}
    every: {every}
    full: {full}
    combine: {combine}
    round: {{places: 2, mode: half_up}}
    basis: measure 第一条
    items:
{items}
ranks:
  - {{id: league, sheet: sheet, within: class}}
{more}"""
