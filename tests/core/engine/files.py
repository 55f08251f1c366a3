"""The same rows as CSV, Parquet and workbook."""

from __future__ import annotations

import csv

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

KEYS = ("subject", "period")


def header(rows):
    return list(dict.fromkeys(key for row in rows for key in row))


def as_text(value):
    return "" if value is None else str(value)


def write_csv(folder, tables, encoding="utf-8", delimiter=","):
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding=encoding, newline="") as stream:
            writer = csv.writer(stream, delimiter=delimiter)
            writer.writerow(header(rows))
            writer.writerows([as_text(row.get(key)) for key in header(rows)] for row in rows)
    return folder


def write_parquet(folder, tables):
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        columns = {key: pa.array([row.get(key) for row in rows]) for key in header(rows)}
        pq.write_table(pa.table(columns), folder / f"{name}.parquet")
    return folder


def write_xlsx(path, tables, **options):
    with xlsxwriter.Workbook(str(path), options) as book:
        for name, rows in tables.items():
            sheet = book.add_worksheet(name)
            for column, key in enumerate(header(rows)):
                sheet.write(0, column, key)
                for number, row in enumerate(rows, 1):
                    if row.get(key) is not None:
                        sheet.write(number, column, row[key])
    return path


def rows_of(facts, name):
    """The rows of a table; without the subjects' columns that a frozen table of facts may carry."""
    table = facts.tables[name]
    table = table if isinstance(table, pa.Table) else pq.read_table(table)
    if name.startswith("facts_"):
        table = table.select([one for one in table.column_names if one in KEYS or one.startswith("f_")])
    return table.to_pylist()
