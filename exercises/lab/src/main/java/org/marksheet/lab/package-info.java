/**
 * The lab: what a sheet is given to work with. It knows no sheet and no contract.
 *
 * <p>Rooms: {@code tensor} (the engine, gradients, layers, parameters, random numbers), {@code checkpoint} (files of weights),
 * {@code hub} (models by name, downloaded), {@code text} (tokenizers), {@code jinja} (templates), {@code chat} (conversations as
 * text), {@code model} (architectures, a room each), {@code pretrained} (which of them is in a checkpoint), {@code train}
 * (optimizer), {@code log} (the folder of a run), {@code plot} (runs as a page), {@code todo} (open places in a student's code).
 */
package org.marksheet.lab;
