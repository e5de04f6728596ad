#include "CPostgres.h"

#include <string.h>

static void count(void *context, const PGresult *notice) {
    const char *severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
    if (severity != NULL && strcmp(severity, "WARNING") == 0) {
        *(unsigned *)context += 1;
    }
}

void linli_pq_count_warnings(PGconn *connection, unsigned *warnings) {
    PQsetNoticeReceiver(connection, count, warnings);
}
