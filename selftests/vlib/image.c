// SPDX-License-Identifier: GPL-2.0
/*
 * What is recorded on a medium
 *
 * Blocks and filemarks by their number, in an xarray.  Writing cuts off what
 * was behind, as on a tape.
 *
 * The file "image" brings a side in and out, in the format of SIMH's tapes:
 * for each block its length (32 bits, little endian), its bytes, one more if
 * their number is odd, and the length again; a length of 0 is a filemark,
 * and ffffffff the end of data.  The first line that is written to the open
 * file names the side: "CARTRIDGE", or "CARTRIDGE B" for the second one.  What
 * is read then is what is recorded; what is written takes its place.
 */
#include <linux/debugfs.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "vlib.h"

static unsigned int memory = 512;
module_param(memory, uint, 0644);
MODULE_PARM_DESC(memory, "MiB that all tapes may take together (default 512)");

static atomic64_t used = ATOMIC64_INIT(0);

void vlib_image_init(struct vlib_image *image)
{
	xa_init(&image->objects);
	image->count = 0;
	image->bytes = 0;
}

/** vlib_block_alloc() - make room for @len bytes; NULL if there is none */
struct vlib_block *vlib_block_alloc(u32 len)
{
	struct vlib_block *block;

	if (atomic64_add_return(len, &used) >> 20 >= READ_ONCE(memory))
		goto full;
	block = kvmalloc(struct_size(block, data, len), GFP_KERNEL);
	if (!block)
		goto full;
	block->len = len;
	return block;
full:
	atomic64_sub(len, &used);
	return NULL;
}

void vlib_block_free(struct vlib_block *block)
{
	if (!block)
		return;
	atomic64_sub(block->len, &used);
	kvfree(block);
}

/** vlib_image_at() - object @at: a struct vlib_block, VLIB_MARK, or NULL */
void *vlib_image_at(struct vlib_image *image, unsigned long at)
{
	return xa_load(&image->objects, at);
}

/** vlib_image_cut() - end of data is at @at from now on */
void vlib_image_cut(struct vlib_image *image, unsigned long at)
{
	void *object;

	while (image->count > at) {
		object = xa_erase(&image->objects, --image->count);
		if (!object || xa_is_value(object))
			continue;
		image->bytes -= ((struct vlib_block *)object)->len;
		vlib_block_free(object);
	}
}

static int add(struct vlib_image *image, void *object)
{
	int err = xa_err(xa_store(&image->objects, image->count, object,
				  GFP_KERNEL));

	if (!err)
		image->count++;
	return err;
}

/**
 * vlib_image_add() - append a block
 * @image: side
 * @block: block; belongs to the image if this succeeds
 *
 * Return: 0 or -ENOMEM.
 */
int vlib_image_add(struct vlib_image *image, struct vlib_block *block)
{
	int err = add(image, block);

	if (!err)
		image->bytes += block->len;
	return err;
}

/** vlib_image_mark() - append a filemark; 0 or -ENOMEM */
int vlib_image_mark(struct vlib_image *image)
{
	return add(image, VLIB_MARK);
}

/**
 * vlib_image_set() - replace a block, as on a disc; others may be missing
 * @image: side
 * @at: its number
 * @block: block; belongs to the image if this succeeds
 *
 * Return: 0 or -ENOMEM.
 */
int vlib_image_set(struct vlib_image *image, unsigned long at,
		   struct vlib_block *block)
{
	void *old = xa_store(&image->objects, at, block, GFP_KERNEL);

	if (xa_is_err(old))
		return xa_err(old);
	if (old && !xa_is_value(old)) {
		image->bytes -= ((struct vlib_block *)old)->len;
		vlib_block_free(old);
	}
	image->bytes += block->len;
	image->count = max(image->count, at + 1);
	return 0;
}

/**
 * struct session - an open image file
 * @lock: one caller at a time
 * @name: of the cartridge
 * @side: of it
 * @have: (writing) bytes at @part
 * @cap: (writing) bytes that there is room for at @part
 * @part: (writing) the object that is coming
 * @object: (reading) next object
 * @offset: (reading) byte in it
 * @written: (writing) the old image was taken away
 */
struct session {
	struct mutex lock;
	char name[VLIB_NAME + 1];
	unsigned int side;
	u32 have;
	u32 cap;
	u8 *part;
	unsigned long object;
	u32 offset;
	bool written;
};

/* The side of an open file, locked against its library; NULL if it is gone. */
static struct vlib_image *image_get(struct session *s, struct vlib **lib)
{
	struct vlib_cart *cart = s->name[0] ? vlib_cart_find(s->name) : NULL;

	lockdep_assert_held(&vlib_mutex);
	*lib = NULL;
	if (!cart || s->side >= cart->sides)
		return NULL;
	*lib = cart->lib;
	if (cart->lib)
		mutex_lock(&cart->lib->lock);
	return &cart->image[s->side];
}

static void image_put(struct vlib *lib)
{
	if (lib)
		mutex_unlock(&lib->lock);
}

static int image_open(struct inode *inode, struct file *file)
{
	struct session *s = kzalloc(sizeof(*s), GFP_KERNEL);

	if (!s)
		return -ENOMEM;
	mutex_init(&s->lock);
	file->private_data = s;
	return nonseekable_open(inode, file);
}

static int image_release(struct inode *inode, struct file *file)
{
	struct session *s = file->private_data;

	kvfree(s->part);
	kfree(s);
	return 0;
}

static void put_le32(u8 *p, u32 v)
{
	p[0] = v;
	p[1] = v >> 8;
	p[2] = v >> 16;
	p[3] = v >> 24;
}

static u32 get_le32(const u8 *p)
{
	return p[0] | p[1] << 8 | p[2] << 16 | (u32)p[3] << 24;
}

/* Object as it is in the file: up to @len bytes from @offset; 0 at its end */
static u32 framed(void *object, u32 offset, u8 *out, u32 len)
{
	struct vlib_block *b = object;
	u32 data, size, n, i;

	if (xa_is_value(object)) {
		n = offset < 4 ? min(4 - offset, len) : 0;
		memset(out, 0, n);
		return n;
	}
	data = round_up(b->len, 2);
	size = data + 8;
	for (n = 0; n < len && offset + n < size; n++) {
		u8 le[4];

		i = offset + n;
		put_le32(le, b->len);
		if (i < 4)
			out[n] = le[i];
		else if (i < 4 + b->len)
			out[n] = b->data[i - 4];
		else if (i < 4 + data)
			out[n] = 0;
		else
			out[n] = le[i - 4 - data];
	}
	return n;
}

static ssize_t image_read(struct file *file, char __user *to, size_t len,
			  loff_t *pos)
{
	struct session *s = file->private_data;
	struct vlib_image *image;
	struct vlib *lib;
	void *object;
	size_t done = 0;
	u8 *buf;
	u32 n;

	len = min_t(size_t, len, SZ_64K);
	buf = kvmalloc(len ?: 1, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	mutex_lock(&vlib_mutex);
	mutex_lock(&s->lock);
	image = image_get(s, &lib);
	while (image && done < len) {
		object = vlib_image_at(image, s->object);
		if (!object)
			break;
		n = framed(object, s->offset, buf + done, len - done);
		s->offset += n;
		done += n;
		if (!n) {
			s->object++;
			s->offset = 0;
		}
	}
	image_put(lib);
	mutex_unlock(&s->lock);
	mutex_unlock(&vlib_mutex);
	if (!image)
		done = -EINVAL;
	else if (copy_to_user(to, buf, done))
		done = -EFAULT;
	kvfree(buf);
	return done;
}

/* "CARTRIDGE" or "CARTRIDGE B" */
static int choose(struct session *s, char *line)
{
	char *name = strsep(&line, " ");
	struct vlib *lib;
	bool found;

	if (line && strcmp(line, "A") && strcmp(line, "B"))
		return -EINVAL;
	s->side = line && line[0] == 'B';
	if (strscpy(s->name, name, sizeof(s->name)) < 0)
		return -ENAMETOOLONG;
	found = image_get(s, &lib);
	image_put(lib);
	if (found)
		return 0;
	vlib_say("no cartridge %s with that side", name);
	s->name[0] = '\0';
	return -ENOENT;
}

/* A whole object has come. */
static int take_object(struct session *s, struct vlib_image *image)
{
	u32 len = get_le32(s->part), have = s->have;
	struct vlib_block *block;
	int err;

	s->have = 0;
	if (len == 0)
		return vlib_image_mark(image);
	if (len == U32_MAX)
		return 0;
	if (get_le32(s->part + have - 4) != len)
		return -EINVAL;
	block = vlib_block_alloc(len);
	if (!block)
		return -ENOSPC;
	memcpy(block->data, s->part + 4, len);
	err = vlib_image_add(image, block);
	if (err)
		vlib_block_free(block);
	return err;
}

static int make_room(struct session *s, u32 size)
{
	u8 *part;

	if (size <= s->cap)
		return 0;
	part = kvmalloc(size, GFP_KERNEL);
	if (!part)
		return -ENOMEM;
	if (s->have)
		memcpy(part, s->part, s->have);
	kvfree(s->part);
	s->part = part;
	s->cap = size;
	return 0;
}

static int take_bytes(struct session *s, struct vlib_image *image,
		      const u8 *in, size_t len)
{
	u32 want, first, n;
	int err = 0;

	while (len && !err) {
		want = 4;
		if (s->have >= 4)
			want = round_up(get_le32(s->part), 2) + 8;
		err = make_room(s, want);
		if (err)
			break;
		n = min_t(size_t, len, want - s->have);
		memcpy(s->part + s->have, in, n);
		s->have += n;
		in += n;
		len -= n;
		if (s->have < want)
			break;
		first = get_le32(s->part);
		if (want > 4 || first == 0 || first == U32_MAX)
			err = take_object(s, image);
		else if (first > SZ_16M)
			err = -EFBIG;
	}
	return err;
}

static ssize_t image_write(struct file *file, const char __user *from,
			   size_t len, loff_t *pos)
{
	struct session *s = file->private_data;
	struct vlib_image *image;
	char *line, *buf;
	struct vlib *lib;
	int err = 0;

	len = min_t(size_t, len, SZ_64K);
	buf = memdup_user_nul(from, len);
	if (IS_ERR(buf))
		return PTR_ERR(buf);
	mutex_lock(&vlib_mutex);
	mutex_lock(&s->lock);
	if (!s->name[0]) {
		line = strchr(buf, '\n');
		if (line) {
			*line = '\0';
			len = line + 1 - buf;
			err = choose(s, buf);
		} else {
			err = -EINVAL;
		}
	} else {
		image = image_get(s, &lib);
		err = image ? 0 : -ENOENT;
		if (image && !s->written) {
			vlib_image_cut(image, 0);
			s->written = true;
		}
		if (image)
			err = take_bytes(s, image, buf, len);
		image_put(lib);
	}
	mutex_unlock(&s->lock);
	mutex_unlock(&vlib_mutex);
	kfree(buf);
	return err ?: len;
}

static const struct file_operations image_fops = {
	.owner = THIS_MODULE,
	.open = image_open,
	.release = image_release,
	.read = image_read,
	.write = image_write,
};

/** vlib_image_files() - make the file "image"; 0 or a negative errno */
int vlib_image_files(void)
{
	return PTR_ERR_OR_ZERO(debugfs_create_file("image", 0600, vlib_dir,
						   NULL, &image_fops));
}
