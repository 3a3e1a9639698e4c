#pragma once
#include <sys/types.h>
typedef struct __asl_object_s *aslclient;
#define ASL_LEVEL_NOTICE 5
#define ASL_LOG_DESCRIPTOR_READ 1
aslclient asl_open(const char *, const char *, uint32_t);
int asl_log(aslclient, void *, int, const char *, ...);
int asl_add_log_file(aslclient, int);
int asl_log_descriptor(aslclient, void *, int, int, uint32_t);
