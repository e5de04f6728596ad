#ifndef CSQLITE_H
#define CSQLITE_H

/// Before the first use of SQLite in this process: it keeps no account of its memory, which every allocation
/// of every connection would stop for under one lock. Variadic, so out of Swift's reach. False where SQLite is
/// in use already.
int linli_sqlite_keep_no_account(void);

#endif
