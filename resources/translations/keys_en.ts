<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<!-- Names of keys that Qt writes in English as the handbook does not. `packaging/dev.py translate` compiles this file. -->
<TS version="2.1" language="en" sourcelanguage="en_US">
<context>
    <name>QShortcut</name>
    <message>
        <source>Return</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>PgDown</source>
        <translation>PgDn</translation>
    </message>
</context>
</TS>
