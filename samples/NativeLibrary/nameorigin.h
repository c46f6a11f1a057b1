/* Which language a family name comes from: a recurrent network in a shared library.
 *
 * Every function can be called from every thread; two threads must not use the same state at the same time.
 * The library allocates nothing and keeps nothing between calls. */
#ifndef NAMEORIGIN_H
#define NAMEORIGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define NAMEORIGIN_LANGUAGES 18
#define NAMEORIGIN_STATE_BYTES 640

enum nameorigin_result {
    NAMEORIGIN_OK = 0,
    NAMEORIGIN_NULL = -1,      /* an argument is NULL */
    NAMEORIGIN_TEXT = -2,      /* the text is not UTF-8, longer than 1,024 bytes, or holds no letter that the model reads */
    NAMEORIGIN_VERSION = -3    /* the library has other sizes than this header */
};

/* What the model remembers, with room for later versions; {0} is the beginning. Copy it to branch. */
typedef struct nameorigin_state {
    uint32_t opaque[NAMEORIGIN_STATE_BYTES / 4];
} nameorigin_state;

/* NAMEORIGIN_OK where the library has the sizes of this header, and its model gives the outputs that its training recorded. */
int32_t nameorigin_check(int32_t languages, int32_t state_bytes);

/* Name of a language, 0 to NAMEORIGIN_LANGUAGES - 1, in ASCII; NULL outside of that. It stays valid for ever. */
const char *nameorigin_language(int32_t index);

/* Classifies a name, given as UTF-8 with a zero at its end. probabilities receives NAMEORIGIN_LANGUAGES values that sum to 1.
 * Returns the index of the most probable language, or a negative nameorigin_result. */
int32_t nameorigin_classify(const char *name, float *probabilities);

/* Reads one more Unicode character and gives the probabilities of the languages after it.
 * Returns 1, or 0 where the model leaves the character out, or a negative nameorigin_result. */
int32_t nameorigin_step(nameorigin_state *state, uint32_t character, float *probabilities);

#ifdef __cplusplus
}
#endif

#endif
