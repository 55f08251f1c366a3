"""Rulebooks small enough to be checked by hand."""

MONTHS = """\
kaogong: 1
id: months
title: {zh: 月度绩效考核办法, en: Monthly appraisal}
issuer: {zh: 绩效管理办公室, en: Performance office}
edition: "2026"
effective: {from: 2026-01-01}
basis:
  measure: {name: 月度绩效考核办法, issuer: 绩效管理办公室, date: 2025-12-01}
subjects:
  classes:
    dept: {name: {zh: 部门, en: Department}, kind: unit}
    top: {name: {zh: 主管部门, en: Superior}, kind: unit}
links:
  above: {name: {zh: 主管, en: Stands over}, from: unit, to: unit, kind: superior}
facts:
  lost: {name: {zh: 本月扣分, en: Marks lost}, type: decimal, places: 1, unit: 分, every: month, over: mean, direction: lower, missing: refuse, range: [0, 100]}
sheets:
  - id: dept_year
    name: {zh: 部门考核, en: Department}
    for: {kind: unit, classes: [dept]}
    every: year
    full: 100
    basis: measure 第三条
    items:
      - id: month
        name: {zh: 月度得分, en: Month}
        full: 100
        every: month
        rollup: {by: mean, missing: exclude}
        basis: measure 第四条
        items:
          - {id: base, name: {zh: 基础分, en: Base}, full: 100, basis: measure 第四条, method: fixed, marks: 100}
          - {id: faults, name: {zh: 扣分, en: Faults}, role: deduction, basis: measure 第五条,
             method: per_unit, of: lost, line: 0, each: 1, beyond: above}
  - id: top_year
    name: {zh: 主管部门考核, en: Superior}
    for: {kind: unit, classes: [top]}
    every: year
    full: 100
    basis: measure 第六条
    items:
      - id: month
        name: {zh: 月度得分, en: Month}
        full: 100
        every: month
        rollup: {by: mean, missing: exclude}
        basis: measure 第六条
        items:
          - {id: base, name: {zh: 基础分, en: Base}, full: 100, basis: measure 第六条, method: fixed, marks: 100}
          - {id: joint, name: {zh: 连带责任扣分, en: Joint liability}, role: deduction, basis: measure 第六条, missing: zero,
             method: linked, link: above, of: dept_year.faults, by: sum, share: 1/2}
"""
"""A unit loses marks by the month; who stands over it loses half of them (连带责任)."""

LEAGUE = f"""{MONTHS}ranks:
  - {{id: league, sheet: dept_year, within: class}}
grades:
  - id: year
    sheet: dept_year
    within: class
    basis: measure 第七条
    ladder:
      - {{grade: 优秀, places: 2}}
      - {{grade: 合格, places: 2}}
      - {{grade: 待改进}}
"""
"""The same, with places among departments: two are excellent, two good, whoever is left has to improve."""
