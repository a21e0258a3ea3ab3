// SPDX-License-Identifier: GPL-2.0
/*
 * What people do to cartridges
 *
 * "quiet=1" lets a hand leave no trace: no unit attention.  "unseen=1" lets the
 * changer keep its idea of what is in the element, until it looks for itself
 * (INITIALIZE ELEMENT STATUS, a door closing, a move).
 */
#include <linux/err.h>
#include <linux/string.h>

#include "vlib.h"

static const char *const hand_keys[] = { "quiet", "unseen", "force", NULL };

static bool yes(char **args, const char *key)
{
	u32 number = 0;

	return !vlib_number(args, key, &number) && number;
}

/** vlib_hand_element() - the element that is meant, NULL with a reason */
struct vlib_element *vlib_hand_element(struct vlib *lib, const char *name)
{
	struct vlib_element *e = vlib_element_named(lib, name);

	if (!e)
		vlib_say("%s has no %s", lib->name, name);
	return e;
}

/* what a hand at an element leaves behind */
static void touched(struct vlib *lib, struct vlib_element *e, char **args)
{
	if (!yes(args, "unseen"))
		vlib_disbelieve(e);
	if (e->type == VLIB_PORT && !yes(args, "quiet"))
		vlib_ua(&lib->changer, 0x28, 0x01);
}

static int put_locked(struct vlib *lib, struct vlib_element *e,
		      struct vlib_cart *cart, char **args)
{
	int err;

	lockdep_assert_held(&lib->lock);
	if (e->cart) {
		vlib_say("%s%u of %s is full", vlib_type_name(e->type),
			 e->index, lib->name);
		return -EBUSY;
	}
	if (yes(args, "unseen")) {
		err = vlib_believe(e);
		if (err)
			return err;
	}
	vlib_put(lib, e, cart);
	e->by_hand = true;
	cart->source_valid = false;
	cart->inverted = false;
	if (e->type == VLIB_DRIVE)
		vlib_drive_insert(&lib->drives[e->index]);
	touched(lib, e, args);
	return 0;
}

static int put_new(struct vlib *lib, struct vlib_element *e, const char *name,
		   const char *const *keys, char **args)
{
	struct vlib_cart *cart;
	int err;

	cart = vlib_cart_make(name, args, keys, &lib->settings);
	if (IS_ERR(cart))
		return PTR_ERR(cart);
	mutex_lock(&lib->lock);
	err = put_locked(lib, e, cart, args);
	mutex_unlock(&lib->lock);
	if (err)
		vlib_cart_free(cart);
	return err;
}

/* put LIBRARY ELEMENT CARTRIDGE KEY=VALUE...: bought if there is none */
static int put(struct vlib *lib, char **args)
{
	struct vlib_element *e = vlib_hand_element(lib, args[0]);
	struct vlib_cart *cart = vlib_cart_find(args[1]);
	int err;

	if (!e)
		return -ENOENT;
	if (!cart)
		return put_new(lib, e, args[1], hand_keys, args + 2);
	if (cart->where) {
		vlib_say("%s is in %s", args[1], cart->lib->name);
		return -EBUSY;
	}
	err = vlib_known(args + 2, hand_keys, NULL);
	if (err)
		return err;
	mutex_lock(&lib->lock);
	err = put_locked(lib, e, cart, args + 2);
	mutex_unlock(&lib->lock);
	return err;
}

/* "TAP###L4" and 7 make "TAP007L4" */
static int number_name(char *out, size_t size, const char *pattern, u32 number)
{
	size_t before = strcspn(pattern, "#"), width;

	width = strspn(pattern + before, "#");
	if (!width)
		return -EINVAL;
	if (snprintf(out, size, "%.*s%0*u%s", (int)before, pattern, (int)width,
		     number, pattern + before + width) >= size)
		return -ENAMETOOLONG;
	return 0;
}

/* fill LIBRARY ELEMENT COUNT PATTERN [from=N] KEY=VALUE... */
static int fill(struct vlib *lib, char **args)
{
	struct vlib_element *e = vlib_hand_element(lib, args[0]);
	static const char *const keys[] = { "from", "quiet", NULL };
	char name[VLIB_NAME + 1];
	u32 count, from = 1, i;
	int err;

	if (!e)
		return -ENOENT;
	if (kstrtou32(args[1], 0, &count) ||
	    count > lib->range[e->type].count - e->index)
		return -EINVAL;
	err = vlib_number(args + 3, "from", &from);
	for (i = 0; i < count && !err; i++) {
		err = number_name(name, sizeof(name), args[2], from + i);
		if (!err)
			err = put_new(lib, e + i, name, keys, args + 3);
	}
	return err;
}

/** vlib_held() - 0, or what keeps a hand from taking something out: -EBUSY */
int vlib_held(struct vlib *lib, struct vlib_element *e)
{
	if (e->type == VLIB_DRIVE && lib->drives[e->index].dev.prevent) {
		vlib_say("drive%u holds it", e->index);
		return -EBUSY;
	}
	if (e->type == VLIB_PORT && lib->changer.prevent) {
		vlib_say("the ports are locked");
		return -EBUSY;
	}
	return 0;
}

static struct vlib_cart *take_locked(struct vlib *lib, struct vlib_element *e,
				     char **args)
{
	struct vlib_cart *cart = e->cart;
	int err;

	lockdep_assert_held(&lib->lock);
	if (!cart) {
		vlib_say("%s%u of %s is empty", vlib_type_name(e->type),
			 e->index, lib->name);
		return ERR_PTR(-ENOENT);
	}
	err = yes(args, "force") ? 0 : vlib_held(lib, e);
	if (!err && yes(args, "unseen"))
		err = vlib_believe(e);
	if (err)
		return ERR_PTR(err);
	if (e->type == VLIB_DRIVE)
		vlib_drive_remove(&lib->drives[e->index]);
	vlib_take(e);
	cart->lib = NULL;
	cart->source_valid = false;
	cart->inverted = false;
	touched(lib, e, args);
	return cart;
}

/* take LIBRARY ELEMENT: to the shelf */
static int take(struct vlib *lib, char **args)
{
	struct vlib_element *e = vlib_hand_element(lib, args[0]);
	struct vlib_cart *cart;
	int err;

	if (!e)
		return -ENOENT;
	err = vlib_known(args + 1, hand_keys, NULL);
	if (err)
		return err;
	mutex_lock(&lib->lock);
	cart = take_locked(lib, e, args + 1);
	mutex_unlock(&lib->lock);
	return PTR_ERR_OR_ZERO(cart);
}

/* move LIBRARY FROM TO, or swap what is in both */
static int move(struct vlib *lib, char **args)
{
	struct vlib_element *from = vlib_hand_element(lib, args[0]);
	struct vlib_element *to = vlib_hand_element(lib, args[1]);
	struct vlib_cart *cart, *other = NULL;
	int err;

	if (!from || !to || from == to)
		return -ENOENT;
	err = vlib_known(args + 2, hand_keys, NULL);
	if (err)
		return err;
	mutex_lock(&lib->lock);
	if (to->cart)
		other = take_locked(lib, to, args + 2);
	cart = IS_ERR(other) ? other : take_locked(lib, from, args + 2);
	if (!IS_ERR(cart))
		put_locked(lib, to, cart, args + 2);
	if (!IS_ERR_OR_NULL(other))
		put_locked(lib, IS_ERR(cart) ? to : from, other, args + 2);
	mutex_unlock(&lib->lock);
	return PTR_ERR_OR_ZERO(cart);
}

/* flip LIBRARY ELEMENT: somebody puts it back the other way round */
static int flip(struct vlib *lib, char **args)
{
	struct vlib_element *e = vlib_hand_element(lib, args[0]);
	int err = -ENOENT;

	if (!e)
		return err;
	mutex_lock(&lib->lock);
	if (e->cart && e->type != VLIB_DRIVE) {
		e->cart->flipped = !e->cart->flipped;
		err = 0;
	}
	mutex_unlock(&lib->lock);
	return err;
}

/* scrap LIBRARY CARTRIDGE: throw it away, it is on the shelf */
static int scrap(struct vlib *lib, char **args)
{
	struct vlib_cart *cart = vlib_cart_find(args[0]);

	if (!cart)
		return -ENOENT;
	if (cart->where)
		return -EBUSY;
	vlib_cart_free(cart);
	return 0;
}

const struct vlib_verb vlib_hand_verbs[] = {
	{ "put", 2, put },
	{ "fill", 3, fill },
	{ "take", 1, take },
	{ "move", 2, move },
	{ "flip", 1, flip },
	{ "scrap", 1, scrap },
	{ }
};
