#ifndef CPOSTGRES_H
#define CPOSTGRES_H

// Debian keeps the header in a directory of its own, others beside all headers.
#if __has_include(<postgresql/libpq-fe.h>)
#include <postgresql/libpq-fe.h>
#else
#include <libpq-fe.h>
#endif

/// Counts the server's warnings, on the thread that reads from the connection. `warnings` has to outlive it.
/// Without a receiver of our own libpq writes every notice to standard error.
void linli_pq_count_warnings(PGconn *connection, unsigned *warnings);

#endif
