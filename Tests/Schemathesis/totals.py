"""Prints the totals of a JUnit report: every operation counts once for each way of testing it."""
import sys
import xml.etree.ElementTree

cases = list(xml.etree.ElementTree.parse(sys.argv[1]).getroot().iter("testcase"))
failed = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
assert cases, "the report is empty"
for case in failed:
    print("failed:", case.get("name"))
print(f"{len(cases) - len(failed)} passed, {len(failed)} failed")
