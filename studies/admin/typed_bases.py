"""Django's admin and form classes, which are generic to the type checker and plain when the site runs."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
    ModelAdmin = admin.ModelAdmin[Any]
    InlineAdmin = InlineModelAdmin[Any, Any]
    StackedInline = admin.StackedInline[Any, Any]
    TabularInline = admin.TabularInline[Any, Any]
else:
    ModelForm = forms.ModelForm
    ModelAdmin = admin.ModelAdmin
    InlineAdmin = InlineModelAdmin
    StackedInline = admin.StackedInline
    TabularInline = admin.TabularInline

__all__ = ["InlineAdmin", "ModelAdmin", "ModelForm", "StackedInline", "TabularInline"]
