// SPDX-License-Identifier: GPL-2.0
/* Cartridges: all there are, in libraries and on the shelf */
#include <linux/hashtable.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/stringhash.h>

#include "vlib.h"

#define DENSITY_LTO4	0x46
#define CODE_LTO4	0x48

static DEFINE_HASHTABLE(carts, 12);	/* under vlib_mutex */
static u32 last_serial;

static const char *const media[] = {
	[VLIB_DATA] = "data",
	[VLIB_CLEANING] = "clean",
	[VLIB_DIAGNOSTIC] = "diagnostic",
	[VLIB_WORM] = "worm",
	[VLIB_FIRMWARE] = "firmware",
};

const char *vlib_medium_name(enum vlib_medium type)
{
	return media[type];
}

static u32 hash_of(const char *name)
{
	return full_name_hash(NULL, name, strlen(name));
}

/** vlib_cart_find() - the cartridge called @name; under vlib_mutex */
struct vlib_cart *vlib_cart_find(const char *name)
{
	struct vlib_cart *cart;

	lockdep_assert_held(&vlib_mutex);
	hash_for_each_possible(carts, cart, node, hash_of(name))
		if (!strcmp(cart->name, name))
			return cart;
	return NULL;
}

/* the last two characters of an LTO bar code say what it is */
static void guess_type(struct vlib_cart *cart)
{
	static const u8 density[] = {
		0x40, 0x42, 0x44, 0x46, 0x58, 0x5a, 0x5c, 0x5e, 0x60,
	};
	size_t len = strlen(cart->tag);
	unsigned int generation;

	cart->density = DENSITY_LTO4;
	cart->code = CODE_LTO4;
	cart->type = strncmp(cart->tag, "CLN", 3) ? VLIB_DATA : VLIB_CLEANING;
	if (len < 3 || cart->tag[len - 2] != 'L')
		return;
	generation = cart->tag[len - 1] - '0';
	if (generation < 1 || generation > ARRAY_SIZE(density))
		return;
	cart->density = density[generation - 1];
	cart->code = generation << 4 | 8;
}

static int take_args(struct vlib_cart *cart, char **args,
		     const char *const *more)
{
	static const char *const keys[] = {
		"tag", "type", "sides", "capacity", "cleans", "protect",
		"serial", "density", "code", "loads", NULL,
	};
	const char *text;
	u32 number;
	int err;

	err = vlib_known(args, keys, more);
	if (err)
		return err;
	if (!vlib_value(args, "tag", &text) &&
	    strscpy(cart->tag, strcmp(text, "none") ? text : "",
		    sizeof(cart->tag)) < 0)
		return -ENAMETOOLONG;
	guess_type(cart);
	if (!vlib_value(args, "type", &text)) {
		err = match_string(media + 1, ARRAY_SIZE(media) - 1, text);
		if (err < 0)
			return err;
		cart->type = err + 1;
	}
	if (cart->type == VLIB_WORM)
		cart->code |= 4;
	if (!vlib_value(args, "serial", &text) &&
	    strscpy(cart->serial, text, sizeof(cart->serial)) < 0)
		return -ENAMETOOLONG;
	number = cart->sides;
	err = vlib_number(args, "sides", &number);
	if (err || number < 1 || number > 2)
		return err ?: -EINVAL;
	cart->sides = number;
	number = cart->capacity >> 20;
	err = vlib_number(args, "capacity", &number);
	cart->capacity = (u64)number << 20;
	number = cart->protect;
	err = err ?: vlib_number(args, "protect", &number);
	cart->protect = number;
	number = cart->density;
	err = err ?: vlib_number(args, "density", &number);
	cart->density = number;
	number = cart->code;
	err = err ?: vlib_number(args, "code", &number);
	cart->code = number;
	err = err ?: vlib_number(args, "loads", &cart->loads);
	return err ?: vlib_number(args, "cleans", &cart->cleans);
}

/**
 * vlib_cart_make() - buy a cartridge
 * @name: unique name, and its bar code unless @args say otherwise
 * @args: what it is
 * @more: keys in @args that are somebody else's
 * @defaults: of the library that it is meant for
 *
 * Context: under vlib_mutex.
 *
 * Return: the cartridge, on the shelf; an ERR_PTR.
 */
struct vlib_cart *vlib_cart_make(const char *name, char **args,
				 const char *const *more,
				 const struct vlib_settings *defaults)
{
	struct vlib_cart *cart;
	int err, i;

	lockdep_assert_held(&vlib_mutex);
	if (vlib_cart_find(name))
		return ERR_PTR(-EEXIST);
	cart = kzalloc(sizeof(*cart), GFP_KERNEL);
	if (!cart)
		return ERR_PTR(-ENOMEM);
	for (i = 0; i < ARRAY_SIZE(cart->image); i++)
		vlib_image_init(&cart->image[i]);
	INIT_LIST_HEAD(&cart->mam);
	cart->sides = 1;
	cart->cleans = 50;
	cart->capacity = (u64)defaults->capacity << 20;
	snprintf(cart->serial, sizeof(cart->serial), "VM%08u", ++last_serial);
	err = -ENAMETOOLONG;
	if (strscpy(cart->name, name, sizeof(cart->name)) >= 0 &&
	    strscpy(cart->tag, name, sizeof(cart->tag)) >= 0)
		err = take_args(cart, args, more);
	if (err) {
		kfree(cart);
		return ERR_PTR(err);
	}
	hash_add(carts, &cart->node, hash_of(cart->name));
	return cart;
}

/** vlib_cart_free() - throw a cartridge away that is on the shelf */
void vlib_cart_free(struct vlib_cart *cart)
{
	int i;

	lockdep_assert_held(&vlib_mutex);
	WARN_ON(cart->where);
	hash_del(&cart->node);
	for (i = 0; i < ARRAY_SIZE(cart->image); i++) {
		vlib_image_cut(&cart->image[i], 0);
		xa_destroy(&cart->image[i].objects);
	}
	vlib_mam_free(cart);
	kfree(cart);
}

/** vlib_carts_free() - throw all cartridges away; there is no library any more */
void vlib_carts_free(void)
{
	struct vlib_cart *cart;
	struct hlist_node *next;
	int i;

	mutex_lock(&vlib_mutex);
	hash_for_each_safe(carts, i, next, cart, node)
		vlib_cart_free(cart);
	mutex_unlock(&vlib_mutex);
}

/** vlib_put() - place a cartridge of nowhere in an element, which is empty */
void vlib_put(struct vlib *lib, struct vlib_element *to, struct vlib_cart *cart)
{
	WARN_ON(to->cart || cart->where);
	to->cart = cart;
	cart->where = to;
	cart->lib = lib;
}

/** vlib_take() - take the cartridge out of an element; where to is the caller's */
struct vlib_cart *vlib_take(struct vlib_element *from)
{
	struct vlib_cart *cart = from->cart;

	from->cart = NULL;
	from->by_hand = false;
	cart->where = NULL;
	return cart;
}
